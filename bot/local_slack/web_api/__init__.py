"""The Web API methods that Putki calls; any other is `unknown_method`."""
