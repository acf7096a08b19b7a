import type { Readable } from 'node:stream';
import { Controller, Inject } from '@nestjs/common';
import {
  answer,
  blobAnswer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  pageSizeOf,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { noSuchDataset } from '../dataset/dataset-refusal.decider';
import { blobNamespace } from '../item/picture-intake';
import { DOORS, type Doors } from '../open-doors';
import type { DatasetVersionRow } from './dataset-version-list.projection';
import { noSuchVersion, toDatasetVersion } from './dataset-version.view';
import * as routes from './dataset-version.routes';
import { manifestGone } from './kept-parts';
import { versionDiff } from './version-diff';
import { versionItems } from './version-items';
import { versionStatistics } from './version-statistics';

interface Named {
  readonly id: string;
  readonly number: number;
}

@Controller('api/v1/datasets')
export class DatasetVersionController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  async list(@Input() { params, query, position }: RouteInput<typeof routes.list>) {
    await this.assertDataset(params.id, position);
    return this.doors.versionView.page(params.id, query, position, this.pageTokens);
  }

  @Route(routes.freeze)
  async freeze(@Input() input: RouteInput<typeof routes.freeze>) {
    const { id } = input.params;
    const frozen = await this.doors.freezer.freeze(id, input.body, commandOptions(input));
    const row = await this.doors.versionView.made(id, frozen.contentDigest, frozen.position);
    if (!row) throw noSuchVersion();
    const location = `/api/v1/datasets/${id}/versions/${row.number}`;
    return commandAnswer(toDatasetVersion(row), frozen, {
      location,
      ...(frozen.appended ? {} : { status: 200 }),
    });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    return toDatasetVersion(await this.row(params, position));
  }

  @Route(routes.manifest)
  async manifest(@Input() { params, headers, position }: RouteInput<typeof routes.manifest>) {
    const { manifestDigest: sha256 } = await this.row(params, position);
    const request = { namespace: blobNamespace, sha256, headers };
    const found = await blobAnswer(this.doors.blobs, request, {
      cacheControl: 'private, max-age=31536000, immutable',
    });
    if (found) return found;
    throw manifestGone();
  }

  @Route(routes.items)
  async items(@Input() { params, query, position }: RouteInput<typeof routes.items>) {
    const row = await this.row(params, position);
    const { split, class: key, pageSize, pageToken } = query;
    const binding = ['version-items', params.id, params.number, split ?? '', key ?? ''];
    const offset = pageToken ? Number(this.pageTokens.open(pageToken, binding)[0]) : 0;
    const page = { size: pageSizeOf(pageSize), split, class: key };
    const { items, next } = await versionItems(await this.content(row, offset), offset, page);
    return { items, nextPageToken: next === undefined ? '' : this.pageTokens.seal([next], binding) };
  }

  @Route(routes.statistics)
  async statistics(@Input() { params, position }: RouteInput<typeof routes.statistics>) {
    const row = await this.row(params, position);
    return answer(await versionStatistics(await this.content(row), row.counts), {});
  }

  @Route(routes.diff)
  async diff(@Input() { params, query, position }: RouteInput<typeof routes.diff>) {
    const { from, kind, pageSize, pageToken } = query;
    const before = await this.row({ id: params.id, number: from }, position);
    const after = await this.row(params, position);
    const binding = ['version-diff', params.id, params.number, from, kind ?? ''];
    const last = pageToken ? String(this.pageTokens.open(pageToken, binding)[0]) : '';
    const page = { after: last, size: pageSizeOf(pageSize), kind };
    const found = await versionDiff(await this.content(before), await this.content(after), page);
    const end = found.more ? found.items.at(-1) : undefined;
    const nextPageToken = end ? this.pageTokens.seal([end.digest], binding) : '';
    return { counts: found.counts, items: found.items, nextPageToken };
  }

  private async content({ manifestDigest }: DatasetVersionRow, offset = 0): Promise<Readable> {
    const blob = await this.doors.blobs.open(blobNamespace, manifestDigest, { offset });
    if (!blob) throw manifestGone();
    return blob.stream;
  }

  private async row({ id, number }: Named, position: number): Promise<DatasetVersionRow> {
    await this.assertDataset(id, position);
    const row = await this.doors.versionView.find(id, number, position);
    if (!row) throw noSuchVersion();
    return row;
  }

  private async assertDataset(id: string, position: number): Promise<void> {
    if (!(await this.doors.datasetView.row(id, position))) throw noSuchDataset();
  }
}
