import { useState } from 'react';
import { NavigationType, useLocation, useNavigate, useNavigationType } from 'react-router';

type Values = Readonly<Record<string, string>>;

const ownMark = { ownChange: true } as const;

const isOwn = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'ownChange' in state;

const read = <V extends Values>(search: string, usual: V): V => {
  const query = new URLSearchParams(search);
  const given = Object.keys(usual).flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { ...usual, ...Object.fromEntries(given) };
};

const write = <V extends Values>(values: V, usual: V): string => {
  const changed = Object.entries(values).filter(([name, value]) => value !== usual[name]);
  return new URLSearchParams(changed.map(([name, value]) => [name, value])).toString();
};

/**
 * What a page is asked to show, kept in its address: it can be linked, and survives going back. The state is ahead of the
 * address, which follows in a transition: what is being typed is never lost. `usual` values do not stand in the address.
 */
export const useQueryState = <V extends Values>(usual: V): readonly [V, (change: Partial<V>) => void] => {
  const location = useLocation();
  const { search, key } = location;
  const state: unknown = location.state;
  const wentBack = useNavigationType() === NavigationType.Pop;
  const navigate = useNavigate();
  const [current, setCurrent] = useState({ key, values: read(search, usual) });
  if (current.key !== key)
    setCurrent({ key, values: isOwn(state) && !wentBack ? current.values : read(search, usual) });
  const change = (wanted: Partial<V>): void => {
    const values = { ...current.values, ...wanted };
    setCurrent({ ...current, values });
    void navigate({ search: write(values, usual) }, { replace: true, state: ownMark });
  };
  return [current.values, change];
};
