import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of the side, by its own name. */
export const Panel = ({ title, children }: Props) => {
  const id = useId();
  return (
    <section className="lb-panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};
