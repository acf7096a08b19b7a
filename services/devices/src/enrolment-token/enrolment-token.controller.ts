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
import { DOORS, type Doors } from '../open-doors';
import * as routes from './enrolment-token.routes';

@Controller('api/v1/enrolment-tokens')
export class EnrolmentTokenController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.tokenView.page(query, position, this.pageTokens);
  }

  @Route(routes.issue)
  async issue(@Input() input: RouteInput<typeof routes.issue>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const issued = await this.doors.tokens.issue(id, input.body, commandOptions(input));
    const token = await this.doors.tokenView.find(id, issued.position);
    if (!token)
      throw new DomainError(deviceErrors['enrolment-token.not-found'], { detail: 'It is not listed yet.' });
    return commandAnswer({ ...token, token: issued.token, urls: [...issued.urls] }, issued);
  }

  @Route(routes.revoke)
  async revoke(@Input() input: RouteInput<typeof routes.revoke>) {
    return commandAnswer(undefined, await this.doors.tokens.revoke(input.params.id, commandOptions(input)));
  }
}
