import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm pack` and `npm publish` of core: in the repository its exports are TypeScript, which Node runs
 * as it is, but not inside `node_modules`. `build` compiles to `lib`, points the exports there and puts
 * the SQL migrations beside; `tidy` makes the folder what it was. npm runs both, as prepack and postpack.
 */
const CORE = fileURLToPath(new URL('../core/', import.meta.url));
const MANIFEST = join(CORE, 'package.json');
/** The manifest as it is in the repository, while the published one stands in its place. */
const KEPT_MANIFEST = join(CORE, 'package.repository.json');
const LIBRARY = join(CORE, 'lib');
const MIGRATIONS = join(CORE, 'migrations');

/** Tests of other packages stand on it; it is not published. */
const UNPUBLISHED = /^\.\/testing(\/|$)/;

/** `./src/model/index.ts` → `./lib/model/index.js`; other files stay. */
const published = (file: string): string => file.replace(/^\.\/src\/(.*)\.ts$/, './lib/$1.js');

function compile(): void {
  const compiler = join(dirname(createRequire(MANIFEST).resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(CORE, 'tsconfig.package.json')], {
    // npm's own answer, which may be JSON, has the standard output.
    stdio: ['ignore', 2, 2],
  });
}

function writePublishedManifest(): void {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { exports: Record<string, string> };
  const exports = Object.fromEntries(
    Object.entries(manifest.exports)
      .filter(([name]) => !UNPUBLISHED.test(name))
      .map(([name, file]) => [name, published(file)]),
  );
  renameSync(MANIFEST, KEPT_MANIFEST);
  writeFileSync(MANIFEST, `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`);
}

function tidy(): void {
  if (existsSync(KEPT_MANIFEST)) renameSync(KEPT_MANIFEST, MANIFEST);
  for (const made of [LIBRARY, MIGRATIONS]) rmSync(made, { recursive: true, force: true });
}

function build(): void {
  // What a pack that was killed left behind.
  tidy();
  compile();
  cpSync(fileURLToPath(new URL('../provisioning/supabase/migrations', import.meta.url)), MIGRATIONS, {
    recursive: true,
  });
  writePublishedManifest();
}

const [, , step] = process.argv;
if (step === 'build') build();
else if (step === 'tidy') tidy();
else throw new Error(`corePackage.ts does "build" or "tidy", not "${step ?? ''}"`);
