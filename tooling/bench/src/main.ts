// `npm run bench`: builds the inputs, runs us and the peers in the same run, prints medians and ratios as Markdown.
//   npm run bench                    everything
//   npm run bench -- link hello      one group, inputs whose name holds a word
//   npm run bench -- --rounds 21
import { benchAir } from './air.ts';
import { benchKernels } from './air-kernels.ts';
import { benchLink } from './link.ts';
import { benchParse } from './parse.ts';

const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at < 0 ? 11 : Number(args[at + 1]);
const words = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
const groups = new Set(['link', 'parse', 'air', 'kernels']);
const chosen = words.filter((word) => groups.has(word));
const names = words.filter((word) => !groups.has(word));
const wanted = (name: string): boolean =>
  names.length === 0 || names.some((word) => name.includes(word));

console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
if (chosen.length === 0 || chosen.includes('link')) await benchLink(wanted, rounds);
if (chosen.length === 0 || chosen.includes('parse')) await benchParse(wanted);
if (chosen.length === 0 || chosen.includes('air')) await benchAir(wanted, rounds);
if (chosen.length === 0 || chosen.includes('kernels')) await benchKernels(wanted, rounds);
