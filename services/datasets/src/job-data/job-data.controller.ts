import { Controller, Inject } from '@nestjs/common';
import { subjectOf } from '@tutti/event-store';
import {
  blobAnswer,
  Input,
  Route,
  ticketRefused,
  type BlobRequest,
  type RouteInput,
  type TrainerPrincipal,
} from '@tutti/service-kit';
import { refused } from '../dataset/dataset-refusal.decider';
import { itemIdOf } from '../item/item-id';
import { noSuchItem } from '../item/item.decider';
import { blobNamespace, cacheControl } from '../item/picture-intake';
import { DOORS, type Doors } from '../open-doors';
import { noSuchVersion } from '../version/dataset-version.view';
import * as routes from './job-data.routes';

interface Wanted {
  readonly datasetId: string;
  readonly number: number;
}

const assertAllowed = ({ data }: TrainerPrincipal, { datasetId, number }: Wanted): void => {
  if (!data.some((one) => one.datasetId === datasetId && one.version === number))
    throw ticketRefused('Its job does not learn from this version. Ask for the data that the job names.');
};

interface Content {
  readonly sha256: string;
  readonly contentType: string;
}

/** What trainers learn from, each by the ticket of its job. */
@Controller('api/v1/job-data')
export class JobDataController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.manifest)
  async manifest(@Input() { params, headers, principal }: RouteInput<typeof routes.manifest>) {
    assertAllowed(principal, params);
    const { datasetId, number } = params;
    const { datasetView, versionView, log } = this.doors;
    // The job comes right after the freezing: the rows may be a moment behind.
    const position = await log.lastPosition([subjectOf('datasets', 'dataset', datasetId)]);
    const dataset = await datasetView.row(datasetId, position);
    const row = dataset && (await versionView.find(datasetId, number, position));
    if (!row) throw noSuchVersion();
    return this.content({ sha256: row.manifestDigest, contentType: 'application/jsonl' }, headers);
  }

  /** Authorised through the item, one row: pictures of a dataset that was deleted are gone with it. */
  @Route(routes.picture)
  async picture(@Input() { params, headers, principal }: RouteInput<typeof routes.picture>) {
    assertAllowed(principal, params);
    const row = await this.doors.itemView.row(itemIdOf(params.datasetId, params.digest), 0);
    if (!row) throw noSuchItem();
    return this.content({ sha256: row.digest, contentType: row.mediaType }, headers);
  }

  private async content({ sha256, contentType }: Content, headers: BlobRequest['headers']) {
    const request = { namespace: blobNamespace, sha256, headers };
    const found = await blobAnswer(this.doors.blobs, request, { contentType, cacheControl });
    if (found) return found;
    throw refused('item.picture-gone', 'The blob store has no such bytes. Restore its backup.');
  }
}
