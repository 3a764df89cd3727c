// The one script that runs before anything is installed: plain JavaScript, Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Dogear needs Node 20.19 or newer; this is ${process.version}. Install a newer one from https://nodejs.org.`);
}

if (!installed()) {
  console.log('Installing what Dogear is built with …');
  const done =
    (existsSync(`${root}package-lock.json`) && npm('ci', 'inherit') === 0) || npm('install', 'inherit') === 0;
  if (!done) {
    stop(
      'The packages that Dogear is built with could not be installed; npm’s own words are above. ' +
        'The usual cause is no connection to the npm registry: connect and run the command again.',
    );
  }
}

/** True when every package of the lock file is there in the version that it names. */
function installed() {
  try {
    const wanted = packagesOf('package-lock.json');
    const present = packagesOf('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      // Optional packages are for one kind of computer each; npm leaves out those that are not for this one.
      ([path, { version, optional, devOptional }]) =>
        path === '' || optional || devOptional || present[path]?.version === version,
    );
  } catch {
    return false;
  }
}

function packagesOf(file) {
  return JSON.parse(readFileSync(root + file, 'utf8')).packages;
}

function npm(command, stdio) {
  const args = [command, '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  // Inside `npm start`, npm says where it is itself; that also works where `npm` is a batch file.
  const self = process.env.npm_execpath;
  const run = self?.endsWith('.js') ? [process.execPath, [self, ...args]] : ['npm', args];
  return spawnSync(run[0], run[1], { cwd: root, stdio, shell: run[0] === 'npm' && process.platform === 'win32' })
    .status;
}

function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}
