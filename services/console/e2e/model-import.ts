import type { Model } from '@tutti/contracts/training';
import { colourModel } from '@tutti/testing';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Caller } from './labelling';

/** Imports a model as any program does, and waits until it is signed: no other is deployed. */
export const importModel = async (
  page: Page,
  admin: Caller,
  { name, bias }: { readonly name: string; readonly bias: number },
): Promise<Model> => {
  const bytes = Buffer.from(colourModel(bias));
  const headers = { 'x-requested-with': 'tutti', 'tus-resumable': '1.0.0' };
  const begun = await page.request.post('/api/v1/model-uploads', {
    headers: { ...headers, 'upload-length': String(bytes.length) },
  });
  const uploadId = begun.headers()['location']?.split('/').at(-1) ?? '';
  await page.request.patch(`/api/v1/model-uploads/${uploadId}`, {
    data: bytes,
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  });
  const { id } = await admin.call<Model>('POST /models', { uploadId, name });
  return vi.waitFor(
    async () => {
      const model = await admin.call<Model>(`GET /models/${id}`);
      expect(model.signed).not.toBeNull();
      return model;
    },
    { timeout: 30_000 },
  );
};
