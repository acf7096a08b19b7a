import { Controller, Inject } from '@nestjs/common';
import type { Model } from '@tutti/contracts/training';
import type { Handled } from '@tutti/event-store';
import {
  answer,
  attachment,
  blobAnswer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { compareModels } from './model-comparison';
import { blobNamespace, cacheControl } from './model-files';
import { artifactName } from './model-id';
import type { ModelRow } from './model-list.projection';
import { modelGone, noSuchModel, noSuchSignature, refused } from './model-refusal.decider';
import * as routes from './model.routes';

type Headers = RouteInput<typeof routes.artifact>['headers'];

@Controller('api/v1/models')
export class ModelController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.modelView.page(query, position, this.pageTokens);
  }

  @Route(routes.add)
  async add(@Input() input: RouteInput<typeof routes.add>) {
    const made = await this.doors.modelImports.import(input.body, input.principal, commandOptions(input));
    const location = `/api/v1/models/${made.id}`;
    return commandAnswer(await this.existing(made.id, made.position), made, { location });
  }

  @Route(routes.compare)
  async compare(@Input() { query, position }: RouteInput<typeof routes.compare>) {
    const [a, b] = [await this.row(query.a, position), await this.row(query.b, position)];
    const [first, second] = [await this.shown(a, position), await this.shown(b, position)];
    const compared = await compareModels(this.doors.evaluations, a, b);
    return { models: [first, second] as [Model, Model], ...compared };
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const model = await this.existing(params.id, position);
    return answer(model, { version: model.version });
  }

  @Route(routes.evaluation)
  async evaluation(@Input() { params, position }: RouteInput<typeof routes.evaluation>) {
    const { evaluationDigest } = await this.row(params.id, position);
    if (evaluationDigest === null)
      throw refused('model.not-evaluated', 'It was imported: nobody has held it against labelled pictures.');
    return this.doors.evaluations.read(evaluationDigest);
  }

  @Route(routes.example)
  async example(@Input() { params, headers, position }: RouteInput<typeof routes.example>) {
    const { evaluationDigest, baselineDigest } = await this.row(params.id, position);
    const reports = [evaluationDigest, baselineDigest].filter((one) => one !== null);
    const gone = refused('model.picture-gone', 'No evaluation of the model shows such a picture.');
    if (!(await this.doors.evaluationPictures.isShown(params.digest, reports))) throw gone;
    const found = await this.bytes(params.digest, headers, { contentType: 'image/jpeg', cacheControl });
    if (!found) throw gone;
    return found;
  }

  @Route(routes.artifact)
  async artifact(@Input() { params, headers, position }: RouteInput<typeof routes.artifact>) {
    const row = await this.row(params.id, position);
    const extras = { cacheControl, headers: attachment(artifactName(row)) };
    const found = await this.bytes(row.artifactDigest, headers, extras);
    if (!found) throw modelGone();
    return found;
  }

  @Route(routes.signature)
  async signature(@Input() { params, headers, position }: RouteInput<typeof routes.signature>) {
    const row = await this.row(params.id, position);
    const extras = { headers: attachment(`${artifactName(row)}.sigstore.json`) };
    const found = row.bundleDigest === null ? undefined : await this.bytes(row.bundleDigest, headers, extras);
    if (!found) throw noSuchSignature();
    return found;
  }

  @Route(routes.retire)
  async retire(@Input() input: RouteInput<typeof routes.retire>) {
    const { params, body } = input;
    const retired = await this.doors.aliases.retire(params.id, body.reason, commandOptions(input));
    return this.changed(params.id, retired);
  }

  private bytes(sha256: string, headers: Headers, extras: Parameters<typeof blobAnswer>[2]) {
    return blobAnswer(this.doors.blobs, { namespace: blobNamespace, sha256, headers }, extras);
  }

  private async changed(id: string, handled: Handled<unknown>) {
    return commandAnswer(await this.existing(id, handled.position), handled);
  }

  private async existing(id: string, position: number): Promise<Model> {
    return this.shown(await this.row(id, position), position);
  }

  private async shown(row: ModelRow, position: number): Promise<Model> {
    const [model] = await this.doors.modelView.shown([row], position);
    if (!model) throw noSuchModel();
    return model;
  }

  private async row(id: string, position: number): Promise<ModelRow> {
    const row = await this.doors.modelView.row(id, position);
    if (!row) throw noSuchModel();
    return row;
  }
}
