import { Controller, Inject } from '@nestjs/common';
import type { ModelLineage } from '@tutti/contracts/training';
import { Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './lineage.routes';
import { dataOf, runOf } from './model-lineage';
import type { ModelRow } from './model-list.projection';
import { noSuchModel } from './model-refusal.decider';

@Controller('api/v1/lineage')
export class LineageController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.ofModel)
  async ofModel(@Input() { params, position }: RouteInput<typeof routes.ofModel>) {
    return this.traced(await this.doors.modelView.row(params.id, position), position);
  }

  @Route(routes.ofArtifact)
  async ofArtifact(@Input() { params, position }: RouteInput<typeof routes.ofArtifact>) {
    return this.traced(await this.doors.modelView.ofArtifact(params.digest, position), position);
  }

  private async traced(row: ModelRow | undefined, position: number): Promise<ModelLineage> {
    const [model] = row ? await this.doors.modelView.shown([row], position) : [];
    if (!row || !model) throw noSuchModel();
    const { origin, data } = row;
    const before = await this.doors.modelView.before(row);
    return {
      model,
      run: origin.kind === 'run' ? await runOf(this.doors.log, origin.runId) : null,
      data: await dataOf(this.doors.log, data),
      previous: before ? { id: before.id, modelVersion: before.modelVersion } : null,
    };
  }
}
