/** Feature names as the custom section `target_features` spells them (tool-conventions Linking.md and LLVM). */
export const featureNames = [
  'atomics',
  'bulk-memory',
  'bulk-memory-opt',
  'call-indirect-overlong',
  'custom-page-sizes',
  'exception-handling',
  'extended-const',
  'fp16',
  'function-references',
  'gc',
  'memory64',
  'multimemory',
  'multivalue',
  'mutable-globals',
  'nontrapping-fptoint',
  'reference-types',
  'relaxed-simd',
  'shared-mem',
  'sign-ext',
  'simd128',
  'stack-switching',
  'tail-call',
  'wide-arithmetic',
] as const;

/**
 * A feature name. `function-references` and `stack-switching` are proposal names: no tool writes them to
 * `target_features` yet.
 */
export type FeatureName = (typeof featureNames)[number];
