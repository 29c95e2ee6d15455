//! Numbers over many leads: lengths of time, their quantiles, and what is at risk when.
