import { Controller, Inject } from '@nestjs/common';
import { subjectOf } from '@tutti/event-store';
import {
  assertArtifactTicketOf,
  blobAnswer,
  Input,
  Route,
  type ArtifactPrincipal,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './model-artifact.routes';
import { blobNamespace, cacheControl } from './model-files';
import type { ModelRow } from './model-list.projection';
import { modelGone, noSuchModel, noSuchSignature } from './model-refusal.decider';

/** What devices fetch, each with the ticket of its deployment. */
@Controller('api/v1/model-artifacts')
export class ModelArtifactController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.bytes)
  async bytes(@Input() { params, headers, principal }: RouteInput<typeof routes.bytes>) {
    const { artifactDigest: sha256 } = await this.model(params.modelId, principal);
    const request = { namespace: blobNamespace, sha256, headers };
    const found = await blobAnswer(this.doors.blobs, request, { cacheControl });
    if (!found) throw modelGone();
    return found;
  }

  @Route(routes.signature)
  async signature(@Input() { params, headers, principal }: RouteInput<typeof routes.signature>) {
    const { bundleDigest: sha256 } = await this.model(params.modelId, principal);
    const request = sha256 === null ? undefined : { namespace: blobNamespace, sha256, headers };
    const found = request && (await blobAnswer(this.doors.blobs, request));
    if (!found) throw noSuchSignature();
    return found;
  }

  /** Whose row may be a moment behind: what a device is told that there is not, it does not ask for again. */
  private async model(id: string, principal: ArtifactPrincipal): Promise<ModelRow> {
    const { log, modelView } = this.doors;
    const position = await log.lastPosition([subjectOf('training', 'model', id)]);
    const row = await modelView.row(id, position);
    if (!row) throw noSuchModel();
    assertArtifactTicketOf({ id, digest: row.artifactDigest }, principal);
    return row;
  }
}
