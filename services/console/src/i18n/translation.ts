type Text<T> = T extends string ? string : Translation<T>;

/** The same keys as the English texts; `_one` only where the language has a singular. */
export type Translation<T> = {
  readonly [Key in keyof T as Key extends `${string}_one` ? never : Key]: Text<T[Key]>;
} & {
  readonly [Key in keyof T as Key extends `${string}_one` ? Key : never]?: string;
};
