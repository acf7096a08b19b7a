import { Controller, Inject } from '@nestjs/common';
import { summaryErrors } from '@tutti/contracts/summary';
import { DomainError } from '@tutti/kernel';
import { commandAnswer, commandOptions, Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { WORKSPACES, type WorkspaceDoors } from './open-workspaces';
import * as routes from './workspace.routes';

@Controller('api/v1/workspaces')
export class WorkspaceController {
  constructor(
    @Inject(WORKSPACES) private readonly doors: WorkspaceDoors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.view.page(query, position, this.pageTokens);
  }

  @Route(routes.add)
  async add(@Input() input: RouteInput<typeof routes.add>) {
    const { answer, handled } = await this.doors.workspaces.add(input.body.name, commandOptions(input));
    return commandAnswer(answer, handled);
  }

  @Route(routes.rekey)
  async rekey(@Input() input: RouteInput<typeof routes.rekey>) {
    const { answer, handled } = await this.doors.workspaces.rekey(input.params.name, commandOptions(input));
    return commandAnswer(answer, handled);
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    const { params, query } = input;
    const handled = await this.doors.workspaces.remove(params.name, query.reason, commandOptions(input));
    return commandAnswer(undefined, handled);
  }

  @Route(routes.days)
  async days(@Input() { params, query, position }: RouteInput<typeof routes.days>) {
    const page = await this.doors.view.days(params.name, query, { position, tokens: this.pageTokens });
    if (page) return page;
    throw new DomainError(summaryErrors['workspace.not-found'], {
      detail: 'No workspace of this name was ever added.',
    });
  }

  @Route(routes.push)
  async push(@Input() { params, headers, body, address, metadata }: RouteInput<typeof routes.push>) {
    const { name, date } = params;
    await this.doors.keys.assertKeyOf(name, headers.authorization, address);
    const who = { ...metadata, authId: `workspace:${name}` };
    const handled = await this.doors.pushes.receive({ name, date, body }, who);
    return commandAnswer({ outcome: handled.appended ? 'stored' : 'unchanged' } as const, handled);
  }

  @Route(routes.check)
  async check(@Input() { params, headers, address }: RouteInput<typeof routes.check>) {
    await this.doors.keys.assertKeyOf(params.name, headers.authorization, address);
  }
}
