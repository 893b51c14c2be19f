import { airModule } from './air-builder.ts';
import { generateModule } from '../../../packages/codegen/src/index.ts';
import { parseAir } from '@wasmwright/air';
import { readFileSync } from 'node:fs';
const n = Number(process.argv[2] ?? 3000), mode = (process.argv[3] ?? 'none') as any, reps = Number(process.argv[4] ?? 8);
const file = process.argv[5];
const m = file ? parseAir(readFileSync(file, 'utf8'), { file: 'x' }).module : airModule(n);
const N = file ? m.functions.length : n;
const times: number[] = [];
const passes = process.env.PASSES === '1';
for (let i = 0; i < reps; i++) {
  globalThis.gc?.(); const c0 = process.cpuUsage(); const t1 = performance.now();
  generateModule(m, passes ? { optimize: mode } : { optimize: mode, passes: false });
  const t2 = performance.now();
  const c = process.cpuUsage(c0); times.push((c.user + c.system) / N); void t2; void t1;
}
console.log(mode, 'us/function', times.map((t) => t.toFixed(1)).join(' '), 'min', Math.min(...times).toFixed(1));
