import { part, type Aggregates } from '@tutti/event-store';
import type { Vault } from '../vault/vault';
import { nameId } from './name-id';
import { nameDecider, type NameDecider } from './name.decider';

/** What `handleTogether` takes. */
export type NamePart = Parameters<Aggregates['handleTogether']>[0][0];

/** Names that are unique among all that bear one in a scope: claims that are written together with who bears them. */
export class UniqueNames {
  readonly #decider: NameDecider;

  /** `scope` is the context, or part of it: `devices.group`. */
  constructor(
    private readonly vault: Pick<Vault, 'mac'>,
    private readonly scope: string,
  ) {
    this.#decider = nameDecider(scope.split('.', 1)[0] ?? scope);
  }

  /** What an aggregate that bears `before` and is to bear `after` must write beside its own events. */
  change(owner: string, before: string | undefined, after: string | undefined): readonly NamePart[] {
    const [old, next] = [before, after].map((name) => (name === undefined ? undefined : this.#id(name)));
    if (old === next) return [];
    return [
      ...(old === undefined ? [] : [part(this.#decider, old, { type: 'ReleaseName', owner })]),
      ...(next === undefined ? [] : [part(this.#decider, next, { type: 'ClaimName', owner })]),
    ];
  }

  #id(name: string): string {
    return nameId(this.vault, this.scope, name);
  }
}
