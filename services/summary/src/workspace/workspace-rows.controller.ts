import { Readable } from 'node:stream';
import { Controller, Headers, Inject } from '@nestjs/common';
import type { WorkspaceSummaryRow } from '@tutti/contracts/summary';
import { answer, attachment, Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { asksForCsv, csvLine, csvNames, csvType } from '../daily-summary/rows-csv';
import { WORKSPACES, type WorkspaceDoors } from './open-workspaces';
import * as routes from './workspace.routes';

type Rows = readonly WorkspaceSummaryRow[];

const linesOf = (rows: Rows): string => rows.map((row) => csvLine(row, row)).join('');

async function* csvOf(first: Rows, others: AsyncIterable<Rows>) {
  yield csvNames + linesOf(first);
  for await (const rows of others) yield linesOf(rows);
}

@Controller('api/v1/workspace-rows')
export class WorkspaceRowsController {
  constructor(
    @Inject(WORKSPACES) private readonly doors: WorkspaceDoors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.rows)
  async list(@Input() input: RouteInput<typeof routes.rows>, @Headers('accept') accept = '') {
    if (!asksForCsv(input.query.format, accept)) return this.page(input);
    await this.doors.rows.seen(input.position);
    const days = this.doors.rows.all(input.query);
    // Before the answer begins: where the rows of the newest day are gone, it is a refusal.
    const newest = await days.next();
    const csv = Readable.from(csvOf(newest.value ?? [], days));
    return answer(csv, { contentType: csvType, headers: attachment('workspace-rows.csv') });
  }

  page({ query, position }: RouteInput<typeof routes.rows>) {
    return this.doors.rows.page(query, { position, tokens: this.pageTokens });
  }
}
