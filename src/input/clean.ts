const CLEAN = /^AXON-[\w-]+\.[\w-]+$/

/** Whether nothing happened to a text on its way here, as nearly always: then nothing need be named. */
export const isClean = (text: string): boolean => CLEAN.test(text) && text.indexOf('AXON-', 1) < 0
