import { datasetErrors } from '@tutti/contracts/datasets';
import { defineRoute, rangeHeaders } from '@tutti/service-kit';
import { z } from 'zod';

const version = { datasetId: z.uuid(), number: z.coerce.number().int().min(1) };
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 digits 0-9 and a-f');

export const manifest = defineRoute({
  method: 'GET',
  path: ':datasetId/versions/:number/manifest',
  permission: 'trainer',
  summary: "Fetch the manifest of a version that the ticket's job learns from",
  description: 'JSON lines: the first says what the labels mean, each other is an item.',
  params: z.object(version),
  headers: rangeHeaders,
  produces: 'application/jsonl',
  errors: [datasetErrors['dataset-version.not-found'], datasetErrors['item.picture-gone']],
});

export const picture = defineRoute({
  method: 'GET',
  path: ':datasetId/versions/:number/pictures/:digest',
  permission: 'trainer',
  summary: "Fetch a picture that the ticket's job learns from",
  description: 'As it came: orientation is left to whoever reads it, as EXIF says.',
  params: z.object({ ...version, digest }),
  headers: rangeHeaders,
  produces: 'image/jpeg',
  errors: [datasetErrors['item.not-found'], datasetErrors['item.picture-gone']],
});
