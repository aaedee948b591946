"""`mesh demo`: the whole story on one machine, on real data, with access enforced."""
