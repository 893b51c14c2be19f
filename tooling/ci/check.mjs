// Packaging checks on what would be published: every package is packed, the tarballs are linted (publint), their types
// resolved (are-the-types-wrong), installed into an empty project and used from Node ESM, Node CommonJS and a browser
// bundle; then the size limits.
//   reads:  packages/*/dist (made by `npm run build`)
//   writes: .cache/pack
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pack = join(root, '.cache/pack');
rmSync(pack, { recursive: true, force: true });
mkdirSync(pack, { recursive: true });

let failures = 0;
function step(name, command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    ...options,
  });
  const ok = status === 0 && !error;
  console.log(`check: ${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok) {
    failures++;
    console.log(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
  }
  return stdout ?? '';
}

const directories = ['packages', 'apps']
  .flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name)))
  .filter((dir) => existsSync(join(root, dir, 'package.json')));
const published = directories.map((directory) => ({
  directory,
  manifest: JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')),
}));

for (const one of published) {
  const name = one.manifest.name;
  step(`pack ${name}`, 'pnpm', ['pack', '--pack-destination', pack], {
    cwd: join(root, one.directory),
  });
  one.tarball = join(
    pack,
    `${name.replace('@', '').replace('/', '-')}-${one.manifest.version}.tgz`,
  );
  if (!existsSync(one.tarball)) {
    failures++;
    console.log(`check: FAIL ${name}: ${one.tarball} was not made`);
    continue;
  }
  step(`publint ${name}`, 'publint', ['run', one.tarball, '--strict']);
  if (one.manifest.exports?.['.']) {
    step(`attw ${name}`, 'attw', [
      one.tarball,
      '--profile',
      'node16',
      '--no-emoji',
      '--format',
      'ascii',
    ]);
  }
  for (const file of ['README.md', 'LICENSE']) {
    const listing = step(`${file} in ${name}`, 'tar', ['tzf', one.tarball]);
    if (!listing.includes(`package/${file}`)) {
      failures++;
      console.log(`check: FAIL ${name} has no ${file}`);
    }
  }
}

// The tarballs in an empty project, as a user gets them.
const project = join(pack, 'project');
mkdirSync(project);
const files = Object.fromEntries(
  published.map((one) => [one.manifest.name, `file:${one.tarball}`]),
);
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({
    name: 'smoke',
    private: true,
    type: 'module',
    dependencies: files,
    overrides: files,
  }),
);
step('install tarballs', 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: project,
});

const libraries = published.filter((one) => one.manifest.exports?.['.']);
for (const { manifest } of libraries) {
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));
  for (const entry of entries) {
    const name = entry === '.' ? manifest.name : `${manifest.name}/${entry.slice(2)}`;
    const used = `if (Object.keys(m).length === 0) throw new Error('no exports');`;
    step(
      `import ${name}`,
      process.execPath,
      ['--input-type=module', '-e', `import * as m from '${name}'; ${used}`],
      {
        cwd: project,
      },
    );
    step(
      `require ${name}`,
      process.execPath,
      ['--input-type=commonjs', '-e', `const m = require('${name}'); ${used}`],
      {
        cwd: project,
      },
    );
    await browserSmoke(name);
  }
}

/** Bundles one entry for browsers and runs it in a realm that has no Node globals. */
async function browserSmoke(name) {
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: `import * as m from '${name}'; globalThis.names = Object.keys(m);`,
        resolveDir: project,
      },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      logLevel: 'silent',
    });
    const realm = vm.createContext({ TextEncoder, TextDecoder, WebAssembly });
    vm.runInContext(outputFiles[0].text, realm);
    if (realm.names.length === 0) throw new Error('no exports');
    console.log(`check: ok   browser bundle of ${name}`);
  } catch (error) {
    failures++;
    console.log(`check: FAIL browser bundle of ${name}\n${error}`);
  }
}

for (const bin of ['wasmwright', 'wasmwright-ld']) {
  step(
    `${bin} --version from the tarball`,
    join(project, 'node_modules/.bin', bin),
    ['--version'],
    { cwd: project },
  );
}
console.log(step('size limits', 'size-limit', []));

console.log(failures === 0 ? 'check: all packaging checks hold' : `check: ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
