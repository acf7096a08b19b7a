import { join } from 'node:path';
import { commandOutcome, type CommandOutcome } from '@tutti/contracts/devices';
import { z } from 'zod';
import { readPrivate, writePrivate } from '../identity/private-file';

const entry = z.object({
  id: z.string(),
  kind: z.string(),
  /** RFC 3339. Nothing is run after its deadline, so that nothing needs to be remembered for long after it. */
  deadline: z.string(),
  /** Start of the process that took it on. */
  takenBy: z.string(),
  /** Absent while it runs. */
  outcome: commandOutcome.optional(),
  /** The outcome is safe in the journal of reports. */
  reported: z.boolean(),
});
export type LedgerEntry = Readonly<z.infer<typeof entry>>;

const rememberMs = 24 * 3_600_000;

/**
 * Which commands this device has taken on, on disk before it acts: each is run at most once, whatever happens in the
 * middle.
 */
export class CommandLedger {
  private constructor(
    private readonly path: string,
    private entries: readonly LedgerEntry[],
    /** What was remembered cannot be read: whatever is asked for now may have been done before. */
    private lost: boolean,
  ) {}

  static async open(folder: string): Promise<CommandLedger> {
    const path = join(folder, 'commands.json');
    const stored = await readPrivate(path);
    if (stored === undefined) return new CommandLedger(path, [], false);
    try {
      return new CommandLedger(path, z.array(entry).parse(JSON.parse(stored)), false);
    } catch {
      return new CommandLedger(path, [], true);
    }
  }

  get isLost(): boolean {
    return this.lost;
  }

  knows(id: string): boolean {
    return this.entries.some((each) => each.id === id);
  }

  /** Taken on by an earlier process that did not live to end them. */
  interrupted(startedAt: string): readonly LedgerEntry[] {
    return this.entries.filter(({ outcome, takenBy }) => outcome === undefined && takenBy !== startedAt);
  }

  unreported(): readonly LedgerEntry[] {
    return this.entries.filter(({ outcome, reported }) => outcome !== undefined && !reported);
  }

  /** Resolves once it is on disk: only then may the command be run. */
  async take(taken: Omit<LedgerEntry, 'outcome' | 'reported'>, now: number): Promise<void> {
    const young = this.entries.filter(
      ({ deadline, reported }) => !reported || Date.parse(deadline) + rememberMs > now,
    );
    await this.write([...young, { ...taken, reported: false }]);
  }

  end(id: string, outcome: CommandOutcome): Promise<void> {
    return this.change(id, { outcome });
  }

  reported(id: string): Promise<void> {
    return this.change(id, { reported: true });
  }

  /** Everything that was asked for when the memory was lost is in it again. */
  async recovered(): Promise<void> {
    await this.write(this.entries);
    this.lost = false;
  }

  private change(id: string, change: Partial<LedgerEntry>): Promise<void> {
    return this.write(this.entries.map((each) => (each.id === id ? { ...each, ...change } : each)));
  }

  private async write(entries: readonly LedgerEntry[]): Promise<void> {
    await writePrivate(this.path, JSON.stringify(entries));
    this.entries = entries;
  }
}
