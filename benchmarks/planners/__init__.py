"""The planning case of one battery, given to other published optimizers as well."""
