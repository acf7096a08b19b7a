import type { ImportJob } from '@tutti/contracts/datasets';
import { zip, type ZipContent } from '@tutti/datasets/testing';
import { expect } from 'vitest';
import type { Client } from './client';

/** Sends an archive, or another file to where it belongs, by tus; answers with the id of the upload. */
export const upload = async (client: Client, bytes: Uint8Array, to = 'uploads'): Promise<string> => {
  const tus = { authorization: client.authorization, 'tus-resumable': '1.0.0' };
  const begun = await fetch(`${client.url}/api/v1/${to}`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length) },
  });
  const location = begun.headers.get('location') ?? '';
  const sent = await fetch(`${client.url}${location}`, {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });
  expect(sent.status).toBe(204);
  return location.split('/').at(-1) ?? '';
};

/** Creates something; answers with what it is. */
export const post = async <Body>(client: Client, path: string, body: object): Promise<Body> => {
  const answer = await client.send('POST', path, body);
  expect(answer.status, path).toBe(201);
  return (await answer.json()) as Body;
};

/** Imports pictures in folders by class, and waits until they are there. */
export const importPictures = async (
  client: Client,
  datasetId: string,
  pictures: AsyncIterable<ZipContent>,
): Promise<ImportJob> => {
  const uploadId = await upload(client, Buffer.concat(await Array.fromAsync(zip(pictures))));
  const source = { kind: 'archive', uploadId, format: 'image-folder' };
  const { id } = await post<ImportJob>(client, 'imports', { datasetId, source });
  const show = () => client.get<ImportJob>(`imports/${id}`);
  await expect.poll(async () => (await show()).state, { timeout: 60_000 }).toBe('finished');
  return show();
};
