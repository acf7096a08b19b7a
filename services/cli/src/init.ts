import { initNats, writeServerConfig, writeServiceSetups } from '@tutti/nats-server';
import { join, resolve } from 'node:path';

export interface InitCommand {
  readonly data: string;
  readonly workspace: string;
  readonly port: string;
  readonly monitorPort: string;
}

/** What `npm start` does by itself, for a nats-server that somebody else runs. */
export const init = async ({ data, workspace, port, monitorPort }: InitCommand): Promise<void> => {
  const dir = resolve(data);
  const setup = await initNats({ dir: join(dir, 'nats'), workspace });
  const config = await writeServerConfig({
    setup,
    storeDir: join(dir, 'nats-store'),
    port: portOf(port),
    monitorPort: portOf(monitorPort),
    syncInterval: 'always',
  });
  const services = join(dir, 'services');
  await writeServiceSetups(setup, services);
  console.log(`Keys, accounts and server configuration are in ${setup.dir}.

  Start the server       nats-server -c ${config}
  Then start Tutti       NATS_URL=nats://127.0.0.1:${port} npm start -- --data ${dir}

Services that run as processes of their own have their keys in ${join(services, '<service>')}:
give each its own folder (SERVICE_SETUP_DIR) and nothing else.

Keep ${join(setup.dir, 'operator')} somewhere safe and take it off this machine: it makes new accounts, nothing else needs it.`);
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`"${text}" is not a port: give 1 to 65535.`);
  return port;
};
