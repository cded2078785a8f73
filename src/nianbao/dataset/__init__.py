"""The figures of many reports as one table: as CSV and Parquet for everybody, and asked by SQL."""
