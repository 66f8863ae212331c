/** Speaking times that the chair can give, in minutes; null: as long as needed. */
export const grantMinutes = [1, 3, 5, 10, null] as const;
