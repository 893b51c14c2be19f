import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { parseAir } from '@wasmwright/air';
import { generateModule } from '@wasmwright/codegen';
import { printMir } from '@wasmwright/mir';
import { generateAir } from './generate-air.ts';
import { render } from './air/tree.ts';
import { airModule } from '../../bench/src/air-builder.ts';
const out: string[] = [];
const sets: any[] = [
  { optimize: 'none' },
  { optimize: 'speed' },
  { optimize: 'size' },
  { optimize: 'speed', passes: false },
  { optimize: 'size', promote: false },
  { optimize: 'speed', defer: false, passes: false },
];
const h = (s: string) => createHash('sha1').update(s).digest('hex').slice(0, 12);
let crashed = 0;
const one = (name: string, get: () => any) => {
  sets.forEach((o, i) => {
    if (process.env.NOPASS && o.passes !== false && o.optimize !== 'none') return;
    let u: any;
    try {
      u = generateModule(get(), o);
    } catch (e: any) {
      crashed++;
      out.push(`${name} ${i} CRASH ${String(e.message).slice(0, 80)}`);
      return;
    }
    for (const f of u.functions) out.push(`${name} ${i} ${f.name} ${h(printMir(f.mir))}`);
    for (const f of u.data)
      out.push(
        `${name} ${i} data ${f.name} ${h(Buffer.from(JSON.stringify(f.data, (_, v) => (ArrayBuffer.isView(v) ? [...(v as any)] : typeof v === 'bigint' ? String(v) : v))).toString())}`,
      );
    for (const d of u.diagnostics) out.push(`${name} ${i} D ${d.code} ${d.text}`);
  });
};
const walk = (d: string) => {
  for (const n of readdirSync(d)) {
    const p = join(d, n);
    if (statSync(p).isDirectory()) walk(p);
    else if (n.endsWith('.air')) {
      const t = readFileSync(p, 'utf8');
      const m = parseAir(t, { file: n }).module;
      one(p, () => m);
    }
  }
};
for (const d of [
  '/work/shared/air-samples',
  '/tmp/wk/packages/codegen/test',
  '/tmp/wk/tooling/bench/src/kernels',
  '/tmp/h/texts',
])
  try {
    walk(d);
  } catch (e) {
    console.log(String(e));
  }
for (let s = 1; s <= Number(process.argv[3] ?? 300); s++) {
  const t = render(generateAir(s));
  const m = parseAir(t, { file: 'x' }).module;
  one('fuzz' + s, () => m);
}
{
  const m = airModule(300);
  one('bench', () => m);
}
writeFileSync(process.argv[2]!, out.join('\n') + '\n');
console.log(out.length, 'lines', h(out.join('\n')), 'crashed', crashed);
