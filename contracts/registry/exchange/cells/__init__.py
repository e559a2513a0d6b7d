"""What the cells of a register say: values, or words kept with a remark, a question, or a fault."""
