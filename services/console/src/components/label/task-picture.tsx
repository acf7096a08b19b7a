import type { DatasetTask } from '@tutti/contracts/datasets';
import './task-picture.css';

/** A lid with a dent: named as a whole, or found by boxes. */
export const TaskPicture = ({ task }: { readonly task: DatasetTask }) => (
  <svg viewBox="0 0 56 56" className="task-picture" aria-hidden="true">
    <rect width="56" height="56" rx="8" fill="var(--tutti-hover)" />
    <circle cx="28" cy="26" r="17" fill="var(--tutti-line)" />
    <circle cx="21" cy="21" r="4" fill="var(--mantine-color-gray-5)" />
    <circle cx="34" cy="32" r="3" fill="var(--mantine-color-gray-5)" />
    {task === 'object-detection' ? (
      <g fill="none" strokeWidth="2">
        <rect x="14.5" y="14.5" width="13" height="13" rx="1" stroke="#ee6677" />
        <rect x="28.5" y="26.5" width="11" height="11" rx="1" stroke="#4477aa" />
      </g>
    ) : (
      <g>
        <rect x="10" y="44" width="36" height="9" rx="3" fill="#ee6677" />
        <rect x="15" y="47.5" width="26" height="2" rx="1" fill="#000" />
      </g>
    )}
  </svg>
);
