import type { ReactNode } from 'react';
import { inkOn } from './ink';
import './class-chip.css';

const unknown = '#6b7482';

interface Props {
  /** As `#1a2b3c`; grey where the class is not known. */
  readonly colour?: string | undefined;
  /** Said by a model, by nobody yet. */
  readonly predicted?: boolean;
  readonly children: ReactNode;
}

/** A class in its colour, and always by its name. */
export const ClassChip = ({ colour = unknown, predicted = false, children }: Props) => (
  <span
    className="class-chip"
    data-predicted={predicted ? '' : undefined}
    style={
      predicted
        ? ({ '--class': colour } as React.CSSProperties)
        : { background: colour, color: inkOn(colour) }
    }
  >
    {children}
  </span>
);

export const ClassDot = ({ colour }: { readonly colour: string }) => (
  <span className="class-dot" style={{ background: colour }} aria-hidden="true" />
);
