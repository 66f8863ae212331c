/** What a meeting of 320 sites is judged by; ms, but for what says otherwise. */
export const targets = {
	/** share of packets lost, from which on a listener notices */
	loss: 0.02,
	join: 5_000,
	switch: 250,
	heal: 3_000,
	reconnect: 10_000,
	eventLoop: 50,
	controlMb: 350,
} as const;
