// The `target_features` and `producers` sections (linking.md 2.7, I11): small, so they become strings at once.

import { objectCodes } from '@wasmwright/diagnostics';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import type { FeatureEntry, ProducerField } from './tables.ts';

/** Reads `target_features`. The prefix `=` is known at level 19 only. */
export function readFeatures(draft: Draft): void {
  const { input } = draft;
  draft.hasFeatures = true;
  const features: FeatureEntry[] = [];
  const seen = new Set<string>();
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) {
    const at = input.pos;
    const prefix = String.fromCharCode(input.byte());
    const known = prefix === '+' || prefix === '-' || (prefix === '=' && draft.compat === 19);
    if (!known) input.fail(objectCodes.unknownFeaturePrefix, {}, at);
    const name = input.stringText();
    if (!input.ok || !known) return;
    if (seen.has(name)) input.fail(objectCodes.repeatedFeature, { feature: name }, at);
    seen.add(name);
    features.push({ prefix, name });
  }
  draft.features = features;
}

/** Reads `producers`. */
export function readProducers(draft: Draft): void {
  const { input } = draft;
  const producers: ProducerField[] = [];
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) {
    const at = input.pos;
    const field = input.stringText();
    if (!input.ok) return;
    if (producers.some((other) => other.field === field)) {
      input.fail(objectCodes.repeatedProducerField, {}, at);
    } else if (field === 'language' || field === 'processed-by' || field === 'sdk') {
      producers.push({ field, values: readProducerValues(input) });
    } else input.fail(objectCodes.unknownProducerField, {}, at);
  }
  draft.producers = producers;
}

function readProducerValues(input: Input): ProducerField['values'] {
  const values: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) {
    const at = input.pos;
    const name = input.stringText();
    const version = input.stringText();
    if (seen.has(name)) input.fail(objectCodes.repeatedProducer, {}, at);
    seen.add(name);
    values.push([name, version]);
  }
  return values;
}
