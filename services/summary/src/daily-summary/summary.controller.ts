import { Controller, Headers, Inject } from '@nestjs/common';
import { summaryErrors } from '@tutti/contracts/summary';
import { DomainError } from '@tutti/kernel';
import {
  answer,
  attachment,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { renderTeams } from '../message/teams-card';
import { SUMMARIES, type SummaryDoors } from './open-daily-summaries';
import { asksForCsv, csvType, rowsCsv } from './rows-csv';
import { summaryMessage } from './summary-message';
import * as routes from './summary.routes';

@Controller('api/v1/summaries')
export class SummaryController {
  constructor(
    @Inject(SUMMARIES) private readonly doors: SummaryDoors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.view.page(query, position, this.pageTokens);
  }

  @Route(routes.compose)
  async compose(@Input() input: RouteInput<typeof routes.compose>) {
    const composed = await this.doors.summaries.compose(input.body, commandOptions(input));
    const { summary, version } = await this.existing(composed.date, composed.position);
    return commandAnswer(summary, { position: composed.position, version });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const { summary, version } = await this.existing(params.date, position);
    return answer(summary, { version });
  }

  @Route(routes.rows)
  async rows(
    @Input() { params, query, position }: RouteInput<typeof routes.rows>,
    @Headers('accept') accept = '',
  ) {
    const { items, summary } = await this.rowItems(params.date, position);
    if (!asksForCsv(query.format, accept)) return { items };
    const headers = attachment(`${summary.workspace}-${summary.date}.csv`);
    return answer(Buffer.from(rowsCsv(items, summary)), { contentType: csvType, headers });
  }

  async rowItems(date: string, position: number) {
    const { summary } = await this.existing(date, position);
    return { items: await this.doors.rowsOf(summary.rows), summary };
  }

  @Route(routes.card)
  async card(@Input() { params, query, position }: RouteInput<typeof routes.card>) {
    const { summary } = await this.existing(params.date, position);
    const { settings } = await this.doors.summaries.settings();
    const message = summaryMessage(summary, query.language ?? settings.language);
    return renderTeams(message, { consoleAt: this.doors.consoleAt() });
  }

  private async existing(date: string, position: number) {
    const found = await this.doors.view.find(date, position);
    if (found) return found;
    throw new DomainError(summaryErrors['summary.not-found'], {
      detail: `Nothing was said of ${date}. POST /api/v1/summaries sums it up.`,
    });
  }
}
