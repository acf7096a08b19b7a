import { readFile } from 'node:fs/promises';
import type { KeyPair } from '@nats-io/nkeys';
import { deviceCredentials } from '@tutti/contracts/devices';
import { issueDeviceJwt } from '@tutti/nats-server';
import type { TestNats } from '@tutti/testing';
import { openDataFolder } from '../identity/data-folder';
import { loadDeviceKey } from '../identity/device-key';
import { writeEnrolment } from '../identity/enrolment-store';
import { credentialsFor, deviceIdOf } from './platform-peer';

export interface FolderOptions {
  readonly url: string;
  readonly serial: string;
  readonly jwtLifetimeMs?: number;
  readonly natsUrl?: string;
}

export interface Enrolled {
  readonly deviceId: string;
  readonly serial: string;
  readonly key: KeyPair;
}

/** A JWT as the devices service would sign it. */
export async function deviceJwt(
  nats: TestNats,
  deviceId: string,
  userPublicKey: string,
  lifetimeMs = 3_600_000,
) {
  const { signingSeedFile, accountPublicKey } = nats.setup.edge;
  const signingSeed = await readFile(signingSeedFile, 'utf8');
  const expiresAt = new Date(Date.now() + lifetimeMs);
  return issueDeviceJwt({ deviceId, userPublicKey, expiresAt, signingSeed, accountPublicKey });
}

/** Leaves a data folder as an agent does that was accepted earlier: it connects without asking anybody. */
export async function enrolFolder(
  nats: TestNats,
  path: string,
  { url, serial, jwtLifetimeMs = 3_600_000, natsUrl = nats.url }: FolderOptions,
): Promise<Enrolled> {
  const folder = await openDataFolder(path);
  const key = await loadDeviceKey(folder.path);
  const publicKey = key.getPublicKey();
  const deviceId = deviceIdOf(serial);
  const jwt = await deviceJwt(nats, deviceId, publicKey, jwtLifetimeMs);
  const credentials = deviceCredentials.parse(credentialsFor(deviceId, jwt, natsUrl));
  await writeEnrolment(folder.path, { url, serial, publicKey, deviceId, credentials });
  folder.release();
  return { deviceId, serial, key };
}
