import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyIdOf, newSigningKey, publicKeyOf, signModel } from '@tutti/model-signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArtifactPeer, refuse } from '../testing/artifact-peer';
import { sha256 } from '../testing/device-signatures';
import { artifactClientOf, modelOf } from '../testing/fetching';
import { type VerifyOptions, verifyArtifact } from './verify-artifact';

const bytes = Buffer.from('the bytes of a model');
const artifact = { digest: sha256(bytes), bytes: bytes.length };
const key = newSigningKey();
const bundle = JSON.stringify(signModel({ name: 'Lids-v1.0.onnx', sha256: artifact.digest }, key));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-verify-'));
  path = join(folder, 'model.onnx');
  await writeFile(path, bytes);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const verifying = (given: Partial<VerifyOptions> = {}) =>
  verifyArtifact({ path, model: modelOf(artifact), bundle, signers: [publicKeyOf(key)], ...given });

describe('a model on the device', () => {
  it('is known by who signed it, one of those that the device was told', async () => {
    const signers = [publicKeyOf(newSigningKey()), publicKeyOf(key)];
    expect(await verifying({ signers })).toEqual({ keyId: keyIdOf(key) });
  });

  it('is not taken without a signer, as of a server of an older version: that is to be tried again', async () => {
    const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    for (const signers of [[], ['no key'], [ed25519.toString()]])
      await expect(verifying({ signers })).rejects.toMatchObject({ code: 'signature.no-signer' });
    const one = await verifying({ signers: ['no key', publicKeyOf(key)] });
    expect(one.keyId).toBe(keyIdOf(key));
  });

  it('that somebody else signed, or nobody, is refused', async () => {
    const forged = JSON.stringify(signModel({ name: 'm', sha256: artifact.digest }, newSigningKey()));
    const ofOther = JSON.stringify(signModel({ name: 'm', sha256: sha256(Buffer.from('other')) }, key));
    for (const text of [forged, ofOther, '{}', ''])
      await expect(verifying({ bundle: text })).rejects.toMatchObject({ code: 'signature.invalid' });
  });

  it('that has changed on the disk is refused, though the signature holds', async () => {
    await writeFile(path, 'the bytes of a modem');
    await expect(verifying()).rejects.toMatchObject({ code: 'digest.wrong' });
  });
});

describe('its signature', () => {
  let peer: ArtifactPeer;
  beforeEach(async () => {
    peer = await ArtifactPeer.start(bytes);
  });
  afterEach(() => peer.stop());
  const { signal } = new AbortController();

  it('comes by the same ticket as the bytes', async () => {
    peer.bundle = bundle;
    const client = artifactClientOf(peer.url);
    (await client.open(artifact.digest, 0, signal)).close();
    expect(await verifying({ bundle: await client.bundle(signal) })).toEqual({ keyId: keyIdOf(key) });
    expect(peer.tickets).toHaveLength(1);
  });

  it('is small, whatever the server sends', async () => {
    peer.bundle = 'x'.repeat(300_000);
    await expect(artifactClientOf(peer.url).bundle(signal)).rejects.toMatchObject({
      code: 'signature.invalid',
    });
  });

  it('is not waited for where the deployment is not the device’s', async () => {
    peer.refusals.push(refuse(403, 'deployment.not-yours'));
    await expect(artifactClientOf(peer.url).bundle(signal)).rejects.toMatchObject({
      code: 'artifact.refused',
    });
  });
});
