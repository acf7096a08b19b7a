/** Of the program, for people who look at a run. */
export const trainerVersion = '0.1.0';
