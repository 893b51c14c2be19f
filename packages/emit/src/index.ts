export { CodeEncoder } from './code.ts';
export type { Numbers, Symbols } from './numbers.ts';
export { HintList, LineList, LineMark } from './positions.ts';
export { RelocationList } from './relocation-list.ts';
