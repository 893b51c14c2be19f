/**
 * Target features (linking.md F).
 *   reads:  `target_features` of the objects, live TLS segments, options
 *   writes: `features`, `writesZeroSegments`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { SegmentFlag, SymbolKind } from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import { orderTable1 } from './hash/order.ts';

const THREAD_FEATURES = ['atomics', 'bulk-memory'];

/** First object that names each feature with a prefix. */
interface Claims {
  readonly used: Map<string, string>;
  readonly required: Map<string, string>;
  readonly disallowed: Map<string, string>;
}

/** Finds the output features and checks the objects against them (F1 to F5). */
export function collectFeatures(flush: Flush): void {
  const { link } = flush;
  const { settings } = link;
  const allowed = new Set(settings.extraFeatures);
  for (const feature of settings.features ?? []) allowed.add(feature);
  if (settings.features === undefined || settings.checkFeatures) {
    const claims = collectClaims(flush);
    if (settings.features === undefined) for (const name of claims.used.keys()) allowed.add(name);
    if (settings.checkFeatures) check(flush, allowed, claims);
  }
  flush.features = allowed;
  flush.writesZeroSegments = settings.importMemory !== undefined && !allowed.has('bulk-memory');
}

function collectClaims(flush: Flush): Claims {
  const claims: Claims = { used: new Map(), required: new Map(), disallowed: new Map() };
  const note = (map: Map<string, string>, name: string, file: string) => {
    if (!map.has(name)) map.set(name, file);
  };
  for (const { file, input } of flush.link.linkOrder) {
    for (const { prefix, name } of file.features) {
      if (prefix === '-') note(claims.disallowed, name, input.memberName);
      else note(claims.used, name, input.memberName);
      if (prefix === '=') note(claims.required, name, input.memberName);
    }
  }
  return claims;
}

function check(flush: Flush, allowed: ReadonlySet<string>, claims: Claims): void {
  const { link } = flush;
  const { used, required, disallowed } = claims;
  if (link.settings.sharedMemory) {
    const file = disallowed.get('shared-mem');
    if (file !== undefined) link.report(linkerCodes.sharedMemoryDisallowed, { file });
    for (const feature of THREAD_FEATURES) {
      if (!allowed.has(feature)) link.report(linkerCodes.featureForSharedMemory, { feature });
    }
  }
  if (usesTls(flush)) {
    for (const feature of THREAD_FEATURES) {
      if (!allowed.has(feature)) link.report(linkerCodes.featureForTls, { feature });
    }
  }
  if (link.settings.features !== undefined) {
    for (const feature of orderTable1([...used.keys()])) {
      if (allowed.has(feature)) continue;
      link.report(linkerCodes.featureNotAllowed, { feature, file: used.get(feature)! });
    }
  }
  const requiredInOrder = orderTable1([...required.keys()]);
  for (const { file, input } of link.linkOrder) {
    const own = new Set<string>();
    for (const { prefix, name } of file.features) {
      if (prefix === '-') continue;
      own.add(name);
      const by = disallowed.get(name);
      if (by === undefined) continue;
      const values = { feature: name, file: input.memberName, by };
      link.report(linkerCodes.featureDisallowed, values, input.row);
    }
    for (const feature of requiredInOrder) {
      if (own.has(feature)) continue;
      const values = { feature, file: input.memberName, by: required.get(feature)! };
      link.report(linkerCodes.featureMissing, values, input.row);
    }
  }
}

/** F4: whether any object has a live TLS segment. */
function usesTls(flush: Flush): boolean {
  const { segmentLive, link } = flush;
  return link.linkOrder.some(({ file, segmentBase }) => {
    for (let i = 0; i < file.segments.count; i++) {
      if ((file.segments.flags[i]! & SegmentFlag.TLS) !== 0 && segmentLive[segmentBase + i] === 1) {
        return true;
      }
    }
    return false;
  });
}

/** F6: imported and exported globals without the feature `mutable-globals`. */
export function checkMutableGlobals(flush: Flush): void {
  const { link } = flush;
  const { settings, symbols } = link;
  if (!settings.checkFeatures || flush.features.has('mutable-globals')) return;
  const report = (direction: string, symbol: number) =>
    link.report(linkerCodes.mutableGlobal, { direction, symbol: link.displayOf(symbol) });
  for (const symbol of flush.imports.view()) {
    const isGlobal = symbols.kind[symbol] === SymbolKind.global;
    if (isGlobal && link.globalType(symbol).mutable) report('imported', symbol);
  }
  for (const symbol of flush.exportedGlobals) {
    if (settings.compat !== 22 || link.globalType(symbol).mutable) report('exported', symbol);
  }
}
