import { Controller, Inject } from '@nestjs/common';
import {
  answer,
  blobAnswer,
  Input,
  PageTokens,
  Route,
  type BlobRequest,
  type RouteInput,
} from '@tutti/service-kit';
import { noSuchDataset, refused } from '../dataset/dataset-refusal.decider';
import { blobNamespace, cacheControl } from '../item/picture-intake';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './frame.routes';
import type { FrameRow } from './frame.table';

const noSuchFrame = () => refused('frame.not-found', 'No frame has this id, or it has expired.');

@Controller('api/v1/frames')
export class FrameController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.add)
  async add(@Input() { principal, body }: RouteInput<typeof routes.add>) {
    const id = await this.doors.frameIntake.add(principal, body);
    return answer(await this.existing(id, 0), { location: `/api/v1/frames/${id}` });
  }

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.frameView.page(query, position, this.pageTokens);
  }

  @Route(routes.count)
  async count(@Input() { query, position }: RouteInput<typeof routes.count>) {
    const { datasetId, ...choice } = query;
    if (datasetId !== undefined && !(await this.doors.datasetView.row(datasetId, position)))
      throw noSuchDataset();
    return this.doors.frameView.count(choice, position, datasetId);
  }

  @Route(routes.fields)
  fields() {
    return { items: this.doors.frameView.fields() };
  }

  @Route(routes.get)
  get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    return this.existing(params.id, position);
  }

  @Route(routes.picture)
  async picture(@Input() { params, headers }: RouteInput<typeof routes.picture>) {
    const { digest: sha256, mediaType } = await this.row(params.id);
    return this.shown(sha256, mediaType, headers);
  }

  @Route(routes.thumbnail)
  async thumbnail(@Input() { params, headers }: RouteInput<typeof routes.thumbnail>) {
    const { thumbnail: sha256 } = await this.row(params.id);
    return this.shown(sha256, 'image/jpeg', headers);
  }

  private async shown(sha256: string, contentType: string, headers: BlobRequest['headers']) {
    const request = { namespace: blobNamespace, sha256, headers };
    const found = await blobAnswer(this.doors.blobs, request, { contentType, cacheControl });
    if (found) return found;
    throw refused('frame.picture-gone', 'The blob store has no such bytes. Restore its backup.');
  }

  private async row(id: string): Promise<FrameRow> {
    const row = await this.doors.frameView.row(id);
    if (row) return row;
    throw noSuchFrame();
  }

  private async existing(id: string, position: number) {
    const found = await this.doors.frameView.find(id, position);
    if (found) return found;
    throw noSuchFrame();
  }
}
