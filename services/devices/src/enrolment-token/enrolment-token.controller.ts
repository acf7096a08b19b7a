import { Controller, Inject } from '@nestjs/common';
import { deviceErrors } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import {
  aggregateIdFrom,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import * as routes from './enrolment-token.routes';
import { EnrolmentTokenView } from './enrolment-token.view';
import { EnrolmentTokens } from './enrolment-tokens';

@Controller('api/v1/enrolment-tokens')
export class EnrolmentTokenController {
  constructor(
    @Inject(EnrolmentTokens) private readonly tokens: EnrolmentTokens,
    @Inject(EnrolmentTokenView) private readonly view: EnrolmentTokenView,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.view.page(query, position, this.pageTokens);
  }

  @Route(routes.issue)
  async issue(@Input() input: RouteInput<typeof routes.issue>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const issued = await this.tokens.issue(id, input.body, commandOptions(input));
    const token = await this.view.find(id, issued.position);
    if (!token)
      throw new DomainError(deviceErrors['enrolment-token.not-found'], { detail: 'It is not listed yet.' });
    return commandAnswer({ ...token, token: issued.secret }, issued);
  }

  @Route(routes.revoke)
  async revoke(@Input() input: RouteInput<typeof routes.revoke>) {
    return commandAnswer(undefined, await this.tokens.revoke(input.params.id, commandOptions(input)));
  }
}
