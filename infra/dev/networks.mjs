// Tools for the tests on two machines: iproute2, nftables, tcpdump. Installed when this may be; else those tests are left out.
import { execFileSync, spawnSync } from 'node:child_process';

const tools = ['ip', 'tc', 'nft', 'tcpdump'];

export function findNetworkTools() {
  const missing = tools.some((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (!missing || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log('Installing tools for the tests on two machines (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  const install = ['install', '-y', '--no-install-recommends', 'iproute2', 'nftables', 'tcpdump'];
  if (spawnSync('apt-get', install, options).status === 0) return;
  execFileSync('apt-get', ['update'], options);
  execFileSync('apt-get', install, options);
}
