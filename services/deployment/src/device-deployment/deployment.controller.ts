import { Controller, Inject } from '@nestjs/common';
import type { Deployment } from '@tutti/contracts/deployment';
import { subjectOf } from '@tutti/event-store';
import { rowAsOf } from '@tutti/runtime';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  parseAsOf,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { deploymentListProjection } from './deployment-list.projection';
import { noSuchDeployment } from './deployment-refusal.decider';
import { deploymentTimeline } from './deployment-timeline';
import * as routes from './deployment.routes';
import { deviceDeploymentDecider } from './device-deployment.decider';

@Controller('api/v1/deployments')
export class DeploymentController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.deployments.view.page(query, position, this.pageTokens);
  }

  @Route(routes.get)
  async get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    if (query.asOf === undefined) {
      const deployment = await this.existing(params.id, position);
      return answer(deployment, { version: deployment.version });
    }
    const subject = subjectOf('deployment', 'device-deployment', params.id);
    const row = await rowAsOf(this.doors, deploymentListProjection, subject, parseAsOf(query.asOf));
    const deployment = row && (await this.doors.deployments.view.as(row));
    if (!deployment) throw noSuchDeployment();
    return answer(deployment, {});
  }

  @Route(routes.timeline)
  async timeline(@Input() { params }: RouteInput<typeof routes.timeline>) {
    const timeline = await deploymentTimeline(this.doors.log, params.id);
    if (timeline.items.length === 0) throw noSuchDeployment();
    return timeline;
  }

  @Route(routes.cancel)
  async cancel(@Input() input: RouteInput<typeof routes.cancel>) {
    const { id } = input.params;
    const command = { type: 'CancelDeployment', cause: 'user', force: input.body.force ?? false } as const;
    const options = commandOptions(input);
    const cancelled = await this.doors.aggregates.handle(deviceDeploymentDecider, id, command, options);
    return commandAnswer(await this.existing(id, cancelled.position), cancelled);
  }

  @Route(routes.artifact)
  artifact(@Input() { params, principal }: RouteInput<typeof routes.artifact>) {
    return this.doors.deployments.artifacts.accessFor(principal.id, params.id);
  }

  private async existing(id: string, position: number): Promise<Deployment> {
    const deployment = await this.doors.deployments.view.find(id, position);
    if (!deployment) throw noSuchDeployment();
    return deployment;
  }
}

@Controller('api/v1/installations')
export class InstallationController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.installations)
  list(@Input() { query, position }: RouteInput<typeof routes.installations>) {
    return this.doors.deployments.installations.page(query, position, this.pageTokens);
  }
}
