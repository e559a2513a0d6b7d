"""Late payment, limitation, the dunning ladder and claims as cases."""
