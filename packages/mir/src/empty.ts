/** Tables without rows, shared by all values: most functions have no constants, enums or hints. */
import type { ConstantTable, HintTable, NavTable, TagNameTable } from './mir.ts';

const none = /* @__PURE__ */ new Uint32Array(0);

/** No rows, no marks. */
export const emptyRows: Uint32Array = none;

export const emptyNavs: NavTable = {
  count: 0,
  names: [],
  modules: [],
  id: none,
  kind: /* @__PURE__ */ new Uint8Array(0),
  flags: /* @__PURE__ */ new Uint8Array(0),
  type: none,
};

export const emptyConstants: ConstantTable = {
  count: 0,
  size: /* @__PURE__ */ new Float64Array(0),
  alignment: none,
  bytes: /* @__PURE__ */ new Uint8Array(0),
  start: /* @__PURE__ */ new Uint32Array(1),
  relocationStart: /* @__PURE__ */ new Uint32Array(1),
  relocationOffset: none,
  relocationTarget: none,
  relocationAddend: /* @__PURE__ */ new Float64Array(0),
};

export const emptyTagNames: TagNameTable = {
  count: 0,
  id: none,
  bits: /* @__PURE__ */ new Uint16Array(0),
  signed: /* @__PURE__ */ new Uint8Array(0),
  fieldStart: /* @__PURE__ */ new Uint32Array(1),
  names: [],
  values: /* @__PURE__ */ new BigUint64Array(0),
};

export const emptyHints: HintTable = { at: none, likely: /* @__PURE__ */ new Uint8Array(0) };
