"""The shipped fictional company: TOV «Yasensvit», its people and about sixty contracts with dates relative to a day."""
