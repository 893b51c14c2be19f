/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than an ES module */
// Runs a bundled program with V8's code cache, which saves compiling it in every process: a compiler driver starts the
// linker once per program. Node 22 has such a cache; for Node 20 it is kept in the package's own directory, where only
// who installed the package can write. Without a cache everything works the same, some milliseconds slower.
'use strict';
const fs = require('node:fs');
const nodeModule = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const KEY_SIZE = 128;
/** Arguments of the shortest link, `a.o -o FILE`; what is compiled for `--version` is not worth keeping. */
const SHORTEST_LINK = 3;

/** @param {string} name - of the program, which is `dist/NAME.cjs` */
module.exports = (name) => {
  const root = path.dirname(__dirname);
  const file = path.join(root, 'dist', `${name}.cjs`);
  if (nodeModule.enableCompileCache !== undefined) {
    nodeModule.enableCompileCache();
    require(file);
    return;
  }
  // V8 compares only the length of the source, so the key has to change with every build and, where an installer sets
  // all times to one date, with every version.
  const { size, mtimeMs } = fs.statSync(file);
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'latin1'));
  const key = `${process.version} ${process.arch} ${version} ${size} ${mtimeMs}`.padEnd(KEY_SIZE);
  const cacheFile = path.join(root, '.cache', `${name}.bin`);
  let cachedData;
  try {
    const cache = fs.readFileSync(cacheFile);
    if (cache.latin1Slice(0, KEY_SIZE) === key) cachedData = cache.subarray(KEY_SIZE);
  } catch {
    // None yet.
  }
  const source = fs.readFileSync(file, 'latin1').replace(/^#!.*/, '');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new vm.Script(wrapped, { filename: file, cachedData });
  const isLink = process.argv.length >= 2 + SHORTEST_LINK;
  if (isLink && (cachedData === undefined || script.cachedDataRejected)) {
    // At the end, when the functions that a link needs are compiled.
    process.once('exit', () => store(script, root, cacheFile, key));
  }
  const own = { exports: {} };
  const ownRequire = nodeModule.createRequire(file);
  script.runInThisContext()(own.exports, ownRequire, own, file, path.dirname(file));
};

function store(script, root, cacheFile, key) {
  try {
    fs.accessSync(root, fs.constants.W_OK);
    fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
    const temporary = `${cacheFile}.${process.pid}`;
    fs.writeFileSync(temporary, Buffer.concat([Buffer.from(key), script.createCachedData()]));
    fs.renameSync(temporary, cacheFile);
  } catch {
    // A directory that cannot be written to: no cache.
  }
}
