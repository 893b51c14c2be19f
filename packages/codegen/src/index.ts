export { Generator } from './generate.ts';
export type { Generated } from './generate.ts';
export { generateModule } from './unit.ts';
export type { Unit, UnitAlias, UnitData, UnitFunction, UnitLinkage } from './unit.ts';
export type { CodegenOptions, OptimizeFor } from './options.ts';
export type { PassName } from './passes/run.ts';
export { Abi, Passing } from './abi.ts';
export type { AbiValue, FunctionAbi } from './abi.ts';
