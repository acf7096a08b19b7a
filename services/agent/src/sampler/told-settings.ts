import { join } from 'node:path';
import { type AppliedSampling, type TwinSettings, twinSettings } from '@tutti/contracts/devices';
import type { AgentConfig } from '../config';
import { readPrivate, writePrivate } from '../identity/private-file';
import { appliedSampling } from './settings';

/** What the operator set for this device, kept for a start without a network. */
export class ToldSettings {
  /** Told whenever something else holds. */
  onChange: () => void = () => undefined;
  /** What holds now. */
  sampling: AppliedSampling;

  private constructor(
    private readonly path: string,
    private readonly config: AgentConfig,
    private told: TwinSettings | undefined,
  ) {
    this.sampling = appliedSampling(config, told?.settings);
  }

  static async open(folder: string, config: AgentConfig): Promise<ToldSettings> {
    const path = join(folder, 'settings.json');
    const text = await readPrivate(path);
    return new ToldSettings(path, config, text === undefined ? undefined : parsed(text));
  }

  /** Of the wish that holds; null before the first. */
  get position(): number | null {
    return this.told?.position ?? null;
  }

  /** Takes the twin's key. Throws when it makes no sense, or the disk does not want it. */
  async take(found: unknown): Promise<void> {
    const told = twinSettings.parse(found);
    await writePrivate(this.path, JSON.stringify(told));
    this.told = told;
    this.sampling = appliedSampling(this.config, told.settings);
    this.onChange();
  }
}

function parsed(text: string): TwinSettings | undefined {
  try {
    return twinSettings.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
