/**
 * What one immediate is. Index spaces and counts are u32; `lane`, `order` and `castFlags` one byte; `handlers`,
 * `catches`, `labels` and `types` are vectors; `refType` and `refTypeNull` are a heap type, the opcode saying whether
 * null is included.
 */
export type ImmediateKind =
  | 'label'
  | 'function'
  | 'type'
  | 'table'
  | 'memory'
  | 'global'
  | 'local'
  | 'tag'
  | 'data'
  | 'element'
  | 'field'
  | 'count'
  | 'lane'
  | 'order'
  | 'castFlags'
  | 'memoryAccess'
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  | 'v128'
  | 'lanes'
  | 'blockType'
  | 'heapType'
  | 'refType'
  | 'refTypeNull'
  | 'labels'
  | 'types'
  | 'catches'
  | 'handlers';

/** A sequence of immediates and the number the decoder dispatches on. */
export interface Form {
  /** Literal in the decoder's switch; forms whose bytes look alike share one. 0 is left for "no such instruction". */
  readonly shape: number;
  /** In the order of the encoding. */
  readonly immediates: readonly ImmediateKind[];
}

/** Every combination of immediates an instruction has. */
export const forms = {
  none: { shape: 1, immediates: [] },
  label: { shape: 2, immediates: ['label'] },
  function: { shape: 2, immediates: ['function'] },
  type: { shape: 2, immediates: ['type'] },
  table: { shape: 2, immediates: ['table'] },
  memory: { shape: 2, immediates: ['memory'] },
  global: { shape: 2, immediates: ['global'] },
  local: { shape: 2, immediates: ['local'] },
  tag: { shape: 2, immediates: ['tag'] },
  data: { shape: 2, immediates: ['data'] },
  element: { shape: 2, immediates: ['element'] },
  typeTable: { shape: 3, immediates: ['type', 'table'] },
  typeField: { shape: 3, immediates: ['type', 'field'] },
  typeCount: { shape: 3, immediates: ['type', 'count'] },
  typeData: { shape: 3, immediates: ['type', 'data'] },
  typeElement: { shape: 3, immediates: ['type', 'element'] },
  typeType: { shape: 3, immediates: ['type', 'type'] },
  typeTag: { shape: 3, immediates: ['type', 'tag'] },
  dataMemory: { shape: 3, immediates: ['data', 'memory'] },
  memoryMemory: { shape: 3, immediates: ['memory', 'memory'] },
  elementTable: { shape: 3, immediates: ['element', 'table'] },
  tableTable: { shape: 3, immediates: ['table', 'table'] },
  memoryAccess: { shape: 4, immediates: ['memoryAccess'] },
  laneAccess: { shape: 5, immediates: ['memoryAccess', 'lane'] },
  lane: { shape: 6, immediates: ['lane'] },
  order: { shape: 6, immediates: ['order'] },
  i32: { shape: 7, immediates: ['i32'] },
  i64: { shape: 8, immediates: ['i64'] },
  f32: { shape: 9, immediates: ['f32'] },
  f64: { shape: 10, immediates: ['f64'] },
  v128: { shape: 11, immediates: ['v128'] },
  lanes: { shape: 11, immediates: ['lanes'] },
  blockType: { shape: 12, immediates: ['blockType'] },
  labels: { shape: 13, immediates: ['labels'] },
  tryTable: { shape: 14, immediates: ['blockType', 'catches'] },
  types: { shape: 15, immediates: ['types'] },
  heapType: { shape: 16, immediates: ['heapType'] },
  refType: { shape: 16, immediates: ['refType'] },
  refTypeNull: { shape: 16, immediates: ['refTypeNull'] },
  castBranch: { shape: 17, immediates: ['castFlags', 'label', 'heapType', 'heapType'] },
  resume: { shape: 18, immediates: ['type', 'handlers'] },
  resumeThrow: { shape: 19, immediates: ['type', 'tag', 'handlers'] },
  end: { shape: 20, immediates: [] },
  delegate: { shape: 21, immediates: ['label'] },
} as const;

export type FormName = keyof typeof forms;
