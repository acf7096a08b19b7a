import './colour-field.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (colour: string) => void;
}

/** The browser's own choice of a colour: with a palette, a pipette and the keyboard. */
export const ColourField = ({ label, value, onChange }: Props) => (
  <input
    type="color"
    className="colour-field"
    aria-label={label}
    title={label}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
