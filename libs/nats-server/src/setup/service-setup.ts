import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type NatsSetup, readSetupFacts, setupPaths, toSetup } from './nats-setup';
import { replacePrivateFile } from './private-file';
import { type ProgramName, programNames } from './users';

type Paths = ReturnType<typeof setupPaths>;

/**
 * What a program may have of the setup's secrets: the devices service lets devices in and out and the training service
 * signs models, nobody else does; a trainer needs no secret that services share.
 */
const secretsOf = (service: ProgramName): ((paths: Paths) => readonly string[]) => {
  if (service === 'trainer') return (paths) => [paths.creds(service)];
  const own = (paths: Paths) => [paths.creds(service), paths.vaultKey];
  if (service === 'training') return (paths) => [...own(paths), paths.modelSigningKey];
  if (service !== 'devices') return own;
  return (paths) => [
    ...own(paths),
    paths.creds('revoker'),
    paths.deviceSigningSeed,
    paths.operatorSigningSeed,
  ];
};

/**
 * Copies what each service and the trainer need of a setup into a directory of its own below `dir`, to be given to its processes and
 * to nobody else. Written anew each time: a setup that was renewed reaches the services so.
 */
export const writeServiceSetups = async (
  setup: NatsSetup,
  dir: string,
  programs: readonly ProgramName[] = programNames,
): Promise<void> => {
  for (const service of programs) await writeServiceSetup(setup, service, join(dir, service));
};

const writeServiceSetup = async (setup: NatsSetup, service: ProgramName, dir: string): Promise<void> => {
  const [from, to] = [setupPaths(setup.dir), setupPaths(resolve(dir))];
  const secrets = secretsOf(service);
  const sources = [from.facts, ...secrets(from)];
  const targets = [to.facts, ...secrets(to)];
  for (const [index, source] of sources.entries()) {
    const target = targets[index] ?? '';
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await replacePrivateFile(target, await readFile(source));
  }
};

/** A service's part of the setup, as `writeServiceSetups` left it. Paths of what is not the service's lead nowhere. */
export const readServiceSetup = async (dir: string): Promise<NatsSetup> => {
  const facts = await readSetupFacts(resolve(dir));
  if (facts) return toSetup(resolve(dir), facts);
  throw new Error(
    `${dir} holds no service's keys. \`tutti init\` writes them: name <data>/services/<service>.`,
  );
};
