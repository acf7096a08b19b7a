import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import './choice-card.css';

interface Props {
  readonly name: string;
  readonly checked: boolean;
  readonly title: string;
  readonly text: string;
  readonly picture?: ReactNode;
  readonly onChoose: () => void;
}

/** One of a few ways, each in a sentence. */
export const ChoiceCard = ({ name, checked, title, text, picture, onChoose }: Props) => (
  <label className="choice-card">
    <input type="radio" name={name} checked={checked} onChange={onChoose} />
    {picture}
    <span>
      <Text span size="sm" fw={600} display="block">
        {title}
      </Text>
      <Text span size="xs" c="dimmed" display="block">
        {text}
      </Text>
    </span>
  </label>
);
