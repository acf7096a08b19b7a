import { Controller, Inject } from '@nestjs/common';
import type { Solution } from '@tutti/contracts/training';
import type { Handled } from '@tutti/event-store';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type AnswerExtras,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { assertUsableSchema } from './parameters';
import { noSuchSolution, solutionDecider } from './solution.decider';
import * as routes from './solution.routes';

@Controller('api/v1/solutions')
export class SolutionController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.solutionView.page(query, position, this.pageTokens);
  }

  @Route(routes.publish)
  async publish(@Input() input: RouteInput<typeof routes.publish>) {
    const { key, manifest } = input.body;
    assertUsableSchema(manifest.parameters);
    const command = { type: 'PublishVersion', manifest } as const;
    const handled = await this.doors.aggregates.handle(solutionDecider, key, command, commandOptions(input));
    // Trainers of a new kind may come before its first job.
    await this.doors.queue.serve([manifest.trainer]);
    return this.shown(key, handled, { location: `/api/v1/solutions/${key}` });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const solution = await this.existing(params.key, position);
    return answer(solution, { version: solution.version });
  }

  @Route(routes.retire)
  async retire(@Input() input: RouteInput<typeof routes.retire>) {
    const { key } = input.params;
    const command = { type: 'RetireSolution', ...input.body } as const;
    const handled = await this.doors.aggregates.handle(solutionDecider, key, command, commandOptions(input));
    return this.shown(key, handled);
  }

  private async shown(key: string, handled: Handled<unknown>, extras?: AnswerExtras) {
    return commandAnswer(await this.existing(key, handled.position), handled, extras);
  }

  private async existing(key: string, position: number): Promise<Solution> {
    const solution = await this.doors.solutionView.find(key, position);
    if (!solution) throw noSuchSolution();
    return solution;
  }
}
