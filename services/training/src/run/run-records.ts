import type { JobReport, RunCurves, RunLog } from '@tutti/contracts/training';
import { forUpdate, transaction, upsertMany } from '@tutti/database';
import { LessThanOrEqual, MoreThan, Not, type DataSource, type EntityManager } from 'typeorm';
import {
  runLogTable,
  runPointsTable,
  runProgressTable,
  type Point,
  type RunProgressRow,
} from './run-progress.table';
import { thinnedCurves } from './thinned-curves';

/** Kept of one attempt. */
const mostPoints = 50_000;
/** Kept of each run: the newest. */
const mostLines = 10_000;
const usualLines = 200;

interface Claim {
  readonly runId: string;
  readonly claimId: string;
  readonly attempt: number;
  readonly step: string;
}

const appendLines = async (
  manager: EntityManager,
  { runId, attempt, logLines }: RunProgressRow,
  lines: readonly string[],
  at: number,
): Promise<void> => {
  if (lines.length === 0) return;
  const rows = lines.map((text, index) => ({ runId, seq: logLines + index + 1, at, attempt, text }));
  await upsertMany(manager, runLogTable, rows, ['runId', 'seq']);
  const oldest = logLines + lines.length - mostLines;
  if (oldest > 0) await manager.delete(runLogTable, { runId, seq: LessThanOrEqual(oldest) });
};

/** What trainers say of runs: how far they are, curves and log lines. */
export class RunRecords {
  constructor(private readonly database: DataSource) {}

  async find(runId: string): Promise<RunProgressRow | undefined> {
    return (await this.database.manager.findOneBy(runProgressTable, { runId })) ?? undefined;
  }

  /** A trainer has taken the run: what an earlier one drew is gone, what it wrote stays. A repeat says nothing. */
  begin({ runId, claimId, attempt, step }: Claim, at: number): Promise<void> {
    return transaction(this.database, async (manager) => {
      const where = { runId };
      const before = await manager.findOne(runProgressTable, { where, ...forUpdate(manager) });
      if (before && (before.claimId === claimId || before.attempt >= attempt)) return;
      const logLines = before?.logLines ?? 0;
      const row: RunProgressRow = {
        ...{ runId, claimId, attempt, step, logLines },
        seq: 0,
        stepAt: at,
        progress: null,
        message: null,
        skipped: [],
        heardAt: at,
        points: 0,
      };
      await upsertMany(manager, runProgressTable, [row], ['runId']);
      await manager.delete(runPointsTable, { runId, attempt: Not(attempt) });
    });
  }

  /** The trainer of this claim lives, though it reports nothing. */
  async hear(runId: string, claimId: string, heardAt: number): Promise<void> {
    await transaction(this.database, (manager) =>
      manager.update(runProgressTable, { runId, claimId }, { heardAt }),
    );
  }

  /** Keeps a report. One with a number that was there already says nothing but that its trainer lives. */
  keep(runId: string, report: JobReport, at: number): Promise<void> {
    return transaction(this.database, async (manager) => {
      const where = { runId, claimId: report.claimId };
      const row = await manager.findOne(runProgressTable, { where, ...forUpdate(manager) });
      if (!row) return;
      if (report.seq <= row.seq) {
        await manager.update(runProgressTable, where, { heardAt: at });
        return;
      }
      const { step, progress, message = null, points = [], lines = [], skipped = [], seq } = report;
      const kept = points.slice(0, Math.max(0, mostPoints - row.points));
      await manager.update(runProgressTable, where, {
        ...{ seq, step, progress, message },
        stepAt: step === row.step ? row.stepAt : at,
        skipped: [...new Set([...row.skipped, ...skipped])],
        heardAt: at,
        points: row.points + kept.length,
        logLines: row.logLines + lines.length,
      });
      if (kept.length > 0)
        await upsertMany(
          manager,
          runPointsTable,
          [
            {
              runId,
              attempt: row.attempt,
              seq,
              at,
              points: kept.map((one): Point => [one.series, one.step, one.value]),
            },
          ],
          ['runId', 'attempt', 'seq'],
        );
      await appendLines(manager, row, lines, at);
    });
  }

  async curves(runId: string): Promise<RunCurves> {
    const rows = await this.database.manager.find(runPointsTable, {
      where: { runId },
      order: { attempt: 'ASC', seq: 'ASC' },
    });
    const newest = rows.at(-1)?.attempt;
    return thinnedCurves(rows.filter(({ attempt }) => attempt === newest).flatMap(({ points }) => points));
  }

  /** The newest lines, or those that follow on a number. */
  async log(runId: string, after: number | undefined, limit = usualLines): Promise<RunLog> {
    const rows = await this.database.manager.find(runLogTable, {
      where: { runId, ...(after === undefined ? {} : { seq: MoreThan(after) }) },
      order: { seq: after === undefined ? 'DESC' : 'ASC' },
      take: limit,
    });
    const lines = after === undefined ? rows.reverse() : rows;
    return {
      lines: lines.map(({ seq, at, attempt, text }) => ({
        seq,
        at: new Date(at).toISOString(),
        attempt,
        text,
      })),
      nextSeq: lines.at(-1)?.seq ?? after ?? 0,
    };
  }
}
